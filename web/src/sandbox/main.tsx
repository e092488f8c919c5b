import { startPage } from '@shared/components/PageRoot';
import { App } from './App';

const texts = import.meta.glob('./{api/refusals,features/*}/i18n/*.json', { eager: true, import: 'default' });

void startPage(<App />, texts as Parameters<typeof startPage>[1]);
