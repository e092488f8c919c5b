import { startI18n, type TextFiles } from '@shared/i18n/i18n';
import '@shared/theme/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { Crash } from './Crash';

const texts = import.meta.glob('./{core,core/refusals,features/*}/i18n/*.json', { eager: true, import: 'default' });

// Without Ant Design: this page opens in the middle of a payment and has to be there at once.
void startI18n(texts as TextFiles).then(() => {
  const root = document.getElementById('root');
  if (root !== null) {
    createRoot(root).render(
      <StrictMode>
        <Crash>
          <App />
        </Crash>
      </StrictMode>,
    );
  }
});
