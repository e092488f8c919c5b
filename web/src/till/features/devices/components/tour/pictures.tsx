import type { ReactNode } from 'react';
import styles from './Tour.module.css';

const ink = '#16302e';
const teal = '#0b5a54';
const tealMid = '#5f9690';
const tealSoft = '#c5dedb';
const paper = '#fffdf9';
const persimmon = '#e58e3a';
const persimmonDeep = '#b4540a';
const line = '#a8b5b0';

function Picture({ children }: { readonly children: ReactNode }) {
  return (
    <svg className={styles['picture']} viewBox="0 0 400 300" fill="none" aria-hidden="true">
      <ellipse cx="200" cy="268" rx="170" ry="14" fill={tealSoft} opacity="0.6" />
      {children}
    </svg>
  );
}

/** A round mark with a number, where the text's steps are. */
function Step({ x, y, number }: { readonly x: number; readonly y: number; readonly number: number }) {
  return (
    <g>
      <circle cx={x} cy={y} r="15" fill={persimmonDeep} stroke={paper} strokeWidth="3" />
      <text x={x} y={y + 6} textAnchor="middle" fontSize="17" fontWeight="700" fill={paper}>
        {number}
      </text>
    </g>
  );
}

function Screen({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <g transform={`translate(${String(x)} ${String(y)})`}>
      <rect width="118" height="82" rx="9" fill={ink} />
      <rect x="7" y="7" width="104" height="62" rx="4" fill={paper} />
      <rect x="13" y="13" width="42" height="50" rx="3" fill={tealSoft} />
      <path d="M19 23h30M19 33h30M19 43h20" stroke={tealMid} strokeWidth="4" strokeLinecap="round" />
      <rect x="19" y="51" width="30" height="7" rx="3" fill={persimmon} />
      <g fill={tealMid}>
        <rect x="61" y="13" width="21" height="22" rx="3" />
        <rect x="86" y="13" width="21" height="22" rx="3" />
        <rect x="61" y="40" width="21" height="22" rx="3" />
        <rect x="86" y="40" width="21" height="22" rx="3" />
      </g>
      <path d="M50 82h18l5 22H45z" fill={ink} />
      <rect x="30" y="102" width="58" height="8" rx="4" fill={ink} />
    </g>
  );
}

function Printer({
  x,
  y,
  paperLength = 44,
}: {
  readonly x: number;
  readonly y: number;
  readonly paperLength?: number;
}) {
  return (
    <g transform={`translate(${String(x)} ${String(y)})`}>
      <path
        d={`M28 22V${String(22 - paperLength)}l6 5 6-5 6 5 6-5 6 5 6-5 6 5 6-5 6 5 6-5 6 5V22z`}
        fill={paper}
        stroke={line}
        strokeWidth="2"
      />
      {paperLength > 50 && (
        <path
          d={`M38 ${String(36 - paperLength)}h44M38 ${String(48 - paperLength)}h30M38 ${String(60 - paperLength)}h38`}
          stroke={tealMid}
          strokeWidth="4"
          strokeLinecap="round"
        />
      )}
      <path
        d="M10 20h104a10 10 0 0 1 10 10v58a10 10 0 0 1-10 10H10A10 10 0 0 1 0 88V30a10 10 0 0 1 10-10z"
        fill={teal}
      />
      <rect x="18" y="26" width="88" height="9" rx="4" fill={ink} />
      <path d="M0 62h124" stroke={tealMid} strokeWidth="2" />
      <circle cx="104" cy="80" r="6" fill="#8fdc9b" />
      <rect x="14" y="74" width="30" height="12" rx="6" fill={tealMid} />
    </g>
  );
}

/** The till and the printer on one router. */
export function NetworkPicture() {
  return (
    <Picture>
      <path
        d="M96 214v26a14 14 0 0 0 14 14h64a14 14 0 0 0 14-14V96"
        stroke={persimmon}
        strokeWidth="5"
        strokeLinecap="round"
      />
      <path
        d="M312 250v2a14 14 0 0 1-14 14h-72a14 14 0 0 1-14-14V96"
        stroke={persimmon}
        strokeWidth="5"
        strokeLinecap="round"
      />
      <path d="M150 64V22M250 64V22" stroke={ink} strokeWidth="7" strokeLinecap="round" />
      <rect x="124" y="58" width="152" height="46" rx="12" fill={paper} stroke={ink} strokeWidth="4" />
      <circle cx="148" cy="81" r="5" fill="#3f9e5b" />
      <circle cx="166" cy="81" r="5" fill="#3f9e5b" />
      <g fill={ink}>
        <rect x="181" y="74" width="14" height="14" rx="2" />
        <rect x="205" y="74" width="14" height="14" rx="2" />
        <rect x="229" y="74" width="14" height="14" rx="2" />
        <rect x="250" y="74" width="14" height="14" rx="2" opacity="0.35" />
      </g>
      <path d="M184 34a24 24 0 0 1 32 0M174 22a40 40 0 0 1 52 0" stroke={teal} strokeWidth="5" strokeLinecap="round" />
      <Screen x={36} y={112} />
      <Printer x={250} y={160} />
      <Step x={96} y={128 - 28} number={1} />
      <Step x={312} y={124 - 8} number={2} />
    </Picture>
  );
}

/** Paper in with its shiny side out, cover shut, cables in. */
export function PrinterPicture() {
  return (
    <Picture>
      <path
        d="M262 214h44a16 16 0 0 1 16 16v10a16 16 0 0 0 16 16h34"
        stroke={persimmon}
        strokeWidth="5"
        strokeLinecap="round"
      />
      <path d="M262 196h60a16 16 0 0 0 16-16v-22" stroke={ink} strokeWidth="5" strokeLinecap="round" />
      <path d="M324 132h28v18a14 14 0 0 1-28 0z" fill={ink} />
      <path d="M331 132v-14M345 132v-14" stroke={ink} strokeWidth="5" strokeLinecap="round" />
      <g transform="translate(108 104) scale(1.24)">
        <Printer x={0} y={34} paperLength={92} />
      </g>
      <path d="M92 116c14 22 12 48-4 70" stroke={paper} strokeWidth="16" />
      <path d="M100 112c16 24 14 54-5 79M85 121c11 20 9 41-5 60" stroke={line} strokeWidth="2.5" />
      <circle cx="60" cy="112" r="41" fill={paper} stroke={line} strokeWidth="3" />
      <circle cx="60" cy="112" r="27" stroke={line} strokeWidth="2" />
      <circle cx="60" cy="112" r="13" fill={tealSoft} stroke={line} strokeWidth="3" />
      <path d="M33 90a35 35 0 0 1 33-13" stroke={persimmon} strokeWidth="5" strokeLinecap="round" />
      <path d="m24 52 4 10 10 4-10 4-4 10-4-10-10-4 10-4z" fill={persimmon} />
      <path
        d="M72 216h24M88 206l12 10-12 10"
        stroke={persimmonDeep}
        strokeWidth="5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <Step x={352} y={100} number={1} />
      <Step x={22} y={150} number={2} />
      <Step x={186} y={246} number={3} />
    </Picture>
  );
}

/** A scanner above any product's barcode. */
export function ScannerPicture() {
  const bars = [4, 9, 3, 6, 3, 8, 4, 3, 7, 4, 9, 3, 5];
  let x = 232;
  return (
    <Picture>
      <path d="m174 124 58 40v88z" fill="#f7d9b8" opacity="0.75" />
      <rect x="214" y="140" width="146" height="126" rx="10" fill={paper} stroke={ink} strokeWidth="4" />
      <path d="M214 166h146" stroke={line} strokeWidth="3" />
      <rect x="268" y="142" width="36" height="22" fill={tealSoft} />
      {bars.map((width, index) => {
        const at = x;
        x += width + (index % 3 === 0 ? 5 : 3);
        return <rect key={at} x={at} y={182} width={width} height={50} fill={ink} />;
      })}
      <path d="M236 246h92" stroke={line} strokeWidth="6" strokeLinecap="round" strokeDasharray="9 7" />
      <path d="M226 207h122" stroke="#d0402b" strokeWidth="3" strokeLinecap="round" />
      <g transform="rotate(-8 110 130)">
        <path
          d="M52 76h104a22 22 0 0 1 22 22v16a16 16 0 0 1-16 16H96l-14 84a14 14 0 0 1-16 12l-14-3a14 14 0 0 1-11-16l14-84a30 30 0 0 1-27-30 17 17 0 0 1 24-17z"
          fill={teal}
        />
        <path d="M164 92h14v30h-14z" fill={ink} />
        <path d="M100 130c4 20-2 30-14 34" stroke={persimmon} strokeWidth="7" strokeLinecap="round" />
        <circle cx="118" cy="92" r="6" fill="#8fdc9b" />
      </g>
      <path d="M72 222c4 26-10 40-34 40H20" stroke={ink} strokeWidth="5" strokeLinecap="round" />
      <Step x={40} y={238} number={1} />
      <Step x={340} y={128} number={2} />
    </Picture>
  );
}

/** The drawer's cable in the printer's DK socket, and the drawer open. */
export function DrawerPicture() {
  return (
    <Picture>
      <path d="M150 96h-60a16 16 0 0 0-16 16v54" stroke={persimmon} strokeWidth="5" strokeLinecap="round" />
      <Printer x={168} y={26} paperLength={20} />
      <rect x="140" y="84" width="44" height="26" rx="5" fill={paper} stroke={ink} strokeWidth="3" />
      <text x="162" y="103" textAnchor="middle" fontSize="15" fontWeight="800" fill={ink}>
        DK
      </text>
      <rect x="46" y="140" width="308" height="62" rx="10" fill={ink} />
      <circle cx="330" cy="166" r="9" fill={tealMid} />
      <path d="M330 161v10" stroke={ink} strokeWidth="4" strokeLinecap="round" />
      <path d="M58 202h284l22 44H36z" fill="#274844" />
      <g stroke={ink} strokeWidth="3">
        <path d="M76 210h60l-8 26H62z" fill="#d98c86" />
        <path d="M142 210h54v26h-62z" fill="#8fb98c" />
        <path d="M204 210h54l8 26h-62z" fill="#9bb7cf" />
        <path d="M264 210h60l14 26h-66z" fill={tealSoft} />
      </g>
      <g fill={persimmon} stroke={persimmonDeep} strokeWidth="2">
        <ellipse cx="288" cy="222" rx="10" ry="5" />
        <ellipse cx="308" cy="228" rx="10" ry="5" />
      </g>
      <path d="M30 246h340v14a8 8 0 0 1-8 8H38a8 8 0 0 1-8-8z" fill={ink} />
      <rect x="176" y="252" width="48" height="8" rx="4" fill={tealMid} />
      <Step x={112} y={96} number={1} />
      <Step x={364} y={140} number={2} />
    </Picture>
  );
}

/** Each sale is on the disk before anything else happens. */
export function DiskPicture() {
  return (
    <Picture>
      <Screen x={34} y={96} />
      <path d="M168 138h46" stroke={persimmon} strokeWidth="6" strokeLinecap="round" />
      <path d="m204 122 18 16-18 16" stroke={persimmon} strokeWidth="6" strokeLinecap="round" strokeLinejoin="round" />
      <path d="M214 196h-46" stroke={tealMid} strokeWidth="6" strokeLinecap="round" />
      <path d="m178 180-18 16 18 16" stroke={tealMid} strokeWidth="6" strokeLinecap="round" strokeLinejoin="round" />
      <rect x="240" y="76" width="122" height="178" rx="14" fill={teal} />
      <rect x="252" y="88" width="98" height="92" rx="8" fill={tealSoft} />
      <text x="301" y="148" textAnchor="middle" fontSize="36" fontWeight="800" letterSpacing="2" fill={teal}>
        SSD
      </text>
      <path d="M266 104h70M266 162h70" stroke={tealMid} strokeWidth="4" strokeLinecap="round" />
      <g fill={paper}>
        <rect x="256" y="194" width="90" height="9" rx="4" />
        <rect x="256" y="211" width="90" height="9" rx="4" opacity="0.7" />
        <rect x="256" y="228" width="52" height="9" rx="4" opacity="0.45" />
      </g>
      <circle cx="334" cy="232" r="16" fill="#3f9e5b" stroke={paper} strokeWidth="3" />
      <path d="m326 232 6 6 10-11" stroke={paper} strokeWidth="4" strokeLinecap="round" strokeLinejoin="round" />
    </Picture>
  );
}
