import styles from './Card.module.css';
import { SwipePicture } from './SwipePicture';

interface CardPictureProps {
  readonly inserts: boolean;
  readonly taps: boolean;
}

/** A reader with a slot below and a field on top, and a card on its way to one of them. */
export function CardPicture({ inserts, taps }: CardPictureProps) {
  return inserts || taps ? (
    <svg className={styles['picture']} viewBox="0 0 300 172" aria-hidden="true" focusable="false">
      <defs>
        <linearGradient id="chip-face" x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor="#0f6f67" />
          <stop offset="1" stopColor="#083f3b" />
        </linearGradient>
        <linearGradient id="chip-reader" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#41504d" />
          <stop offset="1" stopColor="#1c2927" />
        </linearGradient>
        <clipPath id="below-slot">
          <rect x="0" y="96" width="300" height="90" />
        </clipPath>
      </defs>
      <rect x="62" y="8" width="176" height="88" rx="12" fill="url(#chip-reader)" />
      <rect x="74" y="20" width="152" height="44" rx="6" fill="#0d1716" />
      {taps && (
        <g className={styles['waves']} fill="none" stroke="#7fd6a4" strokeWidth="4" strokeLinecap="round">
          <path d="M134 48a11 11 0 0 0 0-12" />
          <path d="M144 53a20 20 0 0 0 0-22" />
          <path d="M154 58a29 29 0 0 0 0-32" />
          <path d="M164 62a38 38 0 0 0 0-40" />
        </g>
      )}
      <rect x="88" y="86" width="124" height="8" rx="4" fill="#0d1716" />
      {inserts && (
        <g clipPath="url(#below-slot)">
          <g className={styles['inserting']}>
            <rect x="96" y="104" width="108" height="120" rx="10" fill="url(#chip-face)" />
            <rect x="138" y="112" width="24" height="22" rx="4" fill="#e8c987" />
            <path d="M138 123h24M150 112v22" stroke="#b08a45" strokeWidth="1.4" />
            <circle cx="184" cy="152" r="9" fill="#e58e3a" />
            <circle cx="194" cy="152" r="9" fill="#f6c58a" opacity="0.75" />
          </g>
        </g>
      )}
      {inserts && (
        <g
          className={styles['arrow']}
          fill="none"
          stroke="#b4540a"
          strokeWidth="5"
          strokeLinecap="round"
          strokeLinejoin="round"
        >
          <path d="M248 150v-42M234 122l14-14 14 14" />
        </g>
      )}
    </svg>
  ) : (
    <SwipePicture />
  );
}
