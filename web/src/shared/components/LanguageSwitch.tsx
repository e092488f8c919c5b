import { GlobalOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { setLanguage } from '../i18n/i18n';
import { useLanguage } from '../i18n/useLanguage';

interface LanguageSwitchProps {
  /** On a dark bar the button is drawn without a ground of its own. */
  readonly ghost?: boolean;
}

/** Switches between Chinese and English; the label is the other language's own name. */
export function LanguageSwitch({ ghost = false }: LanguageSwitchProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Button
      type={ghost ? 'text' : 'default'}
      icon={<GlobalOutlined aria-hidden="true" />}
      style={ghost ? { color: 'inherit' } : undefined}
      lang={language === 'en' ? 'zh-CN' : 'en'}
      onClick={() => void setLanguage(language === 'en' ? 'zh-CN' : 'en')}
    >
      {t('switchLanguage')}
    </Button>
  );
}
