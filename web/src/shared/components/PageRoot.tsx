import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { startI18n, type TextFiles } from '../i18n/i18n';
import { useLanguage } from '../i18n/useLanguage';
import '../theme/base.css';
import { theme } from '../theme/theme';
import { CrashBoundary } from './CrashBoundary';

function PageRoot({ children }: { readonly children: ReactNode }) {
  const language = useLanguage();
  return (
    <ConfigProvider theme={theme} locale={language === 'en' ? enUS : zhCN} button={{ autoInsertSpace: false }}>
      <AntApp component={false} message={{ maxCount: 3, top: 64 }}>
        <CrashBoundary>{children}</CrashBoundary>
      </AntApp>
    </ConfigProvider>
  );
}

/**
 * Draws a page: translations, theme, crash boundary.
 * @param files the entry's translations, see `startI18n`
 */
export async function startPage(page: ReactNode, files: TextFiles): Promise<void> {
  await startI18n(files);
  const root = document.getElementById('root');
  if (root === null) {
    throw new Error('The page has no root element.');
  }
  createRoot(root).render(
    <StrictMode>
      <PageRoot>{page}</PageRoot>
    </StrictMode>,
  );
}
