import { PictureOutlined } from '@ant-design/icons';
import { pictureUrl } from '../../../api/shopApi';
import styles from './Products.module.css';

/** A product's picture, or a place for one. */
export function ProductPicture({ id, size = 44 }: { readonly id: string | null | undefined; readonly size?: number }) {
  return (
    <span className={styles['picture']} style={{ width: size, height: size }}>
      {id === null || id === undefined ? (
        <PictureOutlined aria-hidden="true" />
      ) : (
        <img src={pictureUrl(id)} alt="" width={size} height={size} loading="lazy" />
      )}
    </span>
  );
}
