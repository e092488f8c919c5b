import { useTranslation } from 'react-i18next';
import { TerminalFrame } from '../../../core/cards/CardFrame';
import frames from '../../../core/cards/Cards.module.css';
import { KeyLayer } from '../../../core/shortcuts';

interface SetUpFrameProps {
  readonly src: string;
  onClose(this: void): void;
}

/** The terminal's own page for setting it up. */
export function SetUpFrame({ src, onClose }: SetUpFrameProps) {
  const { t } = useTranslation('cards');
  return (
    <KeyLayer>
      <div className={frames['veil']}>
        <section className={frames['framed']} role="dialog" aria-modal="true" aria-label={t('setUp')}>
          <div className={frames['frameHead']}>
            <h2>{t('setUp')}</h2>
          </div>
          <TerminalFrame src={src} title={t('setUp')} />
          <div className={frames['frameFoot']}>
            <span />
            <button type="button" className={frames['cancel']} onClick={onClose}>
              {t('common:close')}
            </button>
          </div>
        </section>
      </div>
    </KeyLayer>
  );
}
