import { startPage } from '@shared/components/PageRoot';
import { App } from './App';

void startPage(<App />, import.meta.glob('./{core,features/*}/i18n/*.json', { eager: true, import: 'default' }));
