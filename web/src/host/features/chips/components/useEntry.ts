import { useSave } from '@shared/desk/useSave';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';

/**
 * Saves and removes an entry of one of the lists.
 * @param onSaved called when it was changed, also when somebody else was faster
 */
export function useEntry(onSaved: () => void) {
  const { t } = useTranslation('chips');
  const { message } = App.useApp();
  const { pending, save } = useSave();
  const change = async (work: () => Promise<unknown>, said: string, seconds?: number): Promise<void> => {
    if (await save(work, onSaved)) {
      void message.success(said, seconds);
      onSaved();
    }
  };
  return {
    pending,
    save,
    put: (path: string, edit: object) => change(() => hostApi.put(path, edit), t('saved'), 6),
    remove: (path: string, version: number) => change(() => hostApi.post(`${path}/remove`, { version }), t('removed')),
  };
}
