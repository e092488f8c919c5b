import { startPage } from '@shared/components/PageRoot';
import { App } from './App';
import '@shared/desk/desk.css';

const texts = import.meta.glob('./{core,core/refusals,layout,features/*}/i18n/*.json', {
  eager: true,
  import: 'default',
});

void startPage(<App />, texts as Parameters<typeof startPage>[1]);
