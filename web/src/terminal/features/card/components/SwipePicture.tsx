import styles from './Card.module.css';

/** A card on its way through a reader's slot. */
export function SwipePicture() {
  return (
    <svg className={styles['picture']} viewBox="0 0 300 172" aria-hidden="true" focusable="false">
      <defs>
        <linearGradient id="card-face" x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor="#0f6f67" />
          <stop offset="1" stopColor="#083f3b" />
        </linearGradient>
        <linearGradient id="reader-body" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#41504d" />
          <stop offset="1" stopColor="#1c2927" />
        </linearGradient>
        <clipPath id="above-slot">
          <rect x="-60" y="0" width="420" height="116" />
        </clipPath>
      </defs>
      <rect x="18" y="150" width="264" height="14" rx="7" fill="#16302e" opacity="0.1" />
      <g clipPath="url(#above-slot)">
        <g className={styles['swiping']}>
          <rect x="84" y="18" width="132" height="126" rx="10" fill="url(#card-face)" />
          <rect x="96" y="34" width="26" height="20" rx="4" fill="#e8c987" />
          <path d="M96 44h26M109 34v20" stroke="#b08a45" strokeWidth="1.4" />
          <rect x="96" y="70" width="108" height="7" rx="3.5" fill="#fff" opacity="0.8" />
          <rect x="96" y="86" width="62" height="6" rx="3" fill="#fff" opacity="0.5" />
          <circle cx="184" cy="44" r="10" fill="#e58e3a" />
          <circle cx="196" cy="44" r="10" fill="#f6c58a" opacity="0.75" />
        </g>
      </g>
      <path d="M30 116h240l10 30a8 8 0 0 1-8 10H28a8 8 0 0 1-8-10z" fill="url(#reader-body)" />
      <rect x="26" y="112" width="248" height="8" rx="4" fill="#0d1716" />
      <circle className={styles['lamp']} cx="254" cy="138" r="5" fill="#7fd6a4" />
      <g className={styles['arrow']} fill="none" stroke="#b4540a" strokeWidth="5" strokeLinecap="round">
        <path d="M236 62h42M264 48l14 14-14 14" strokeLinejoin="round" />
      </g>
    </svg>
  );
}
