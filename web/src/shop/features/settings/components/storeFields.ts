import type { CashRoundingMode, PrintMode, Store, StoreEdit } from '../../../api/types';
import type { MoneyTexts } from '../../../core/session';
import { orNull } from '../../../core/fields';

/** The store form: amounts and lines as text. */
export interface StoreFields {
  readonly code: string;
  readonly name: string;
  readonly nameEn?: string | null;
  readonly address?: string | null;
  readonly addressEn?: string | null;
  readonly phone?: string | null;
  readonly timeZone: string;
  readonly dayChangeHour: number;
  readonly roundingMode: CashRoundingMode;
  readonly roundingUnit: string;
  readonly header: string;
  readonly footer: string;
  readonly advertisement?: string | null;
  readonly logoPbm?: string | null;
  readonly language: string;
  readonly print: PrintMode;
  readonly paperMm: number;
  readonly blindCount: boolean;
  readonly idleLockSeconds: number;
  readonly tipPercents: readonly string[];
}

export const mostLines = 10;

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim()
    .split('\n')
    .filter((line, _, all) => line !== '' || all.length > 1)
    .slice(0, mostLines);

export function storeFieldsOf(store: Store, money: MoneyTexts): StoreFields {
  const { cashRounding, receipt, tipPercents, ...rest } = store;
  return {
    ...rest,
    roundingMode: cashRounding.mode,
    roundingUnit: cashRounding.unitMinor <= 1 ? '' : money.plain(cashRounding.unitMinor),
    header: receipt.header.join('\n'),
    footer: receipt.footer.join('\n'),
    advertisement: receipt.advertisement ?? null,
    logoPbm: receipt.logoPbm ?? null,
    language: receipt.language,
    print: receipt.print,
    paperMm: receipt.paperMm,
    tipPercents: tipPercents.map(String),
  };
}

export const newStoreFields: StoreFields = {
  code: '',
  name: '',
  timeZone: 'Asia/Shanghai',
  dayChangeHour: 4,
  roundingMode: 'none',
  roundingUnit: '',
  header: '',
  footer: '',
  language: 'zh',
  print: 'always',
  paperMm: 80,
  blindCount: false,
  idleLockSeconds: 300,
  tipPercents: [],
};

export function storeEditOf(fields: StoreFields, version: number, money: MoneyTexts): StoreEdit {
  return {
    version,
    code: fields.code.trim().toUpperCase(),
    name: fields.name.trim(),
    nameEn: orNull(fields.nameEn),
    address: orNull(fields.address),
    addressEn: orNull(fields.addressEn),
    phone: orNull(fields.phone),
    timeZone: fields.timeZone,
    dayChangeHour: fields.dayChangeHour,
    cashRounding:
      fields.roundingMode === 'none'
        ? { mode: 'none', unitMinor: 0 }
        : { mode: fields.roundingMode, unitMinor: money.parse(fields.roundingUnit) ?? 0 },
    receipt: {
      header: lines(fields.header),
      footer: lines(fields.footer),
      advertisement: orNull(fields.advertisement) ?? undefined,
      language: fields.language,
      print: fields.print,
      paperMm: fields.paperMm,
      logoPbm: fields.logoPbm ?? undefined,
    },
    blindCount: fields.blindCount,
    idleLockSeconds: fields.idleLockSeconds,
    tipPercents: fields.tipPercents.map(Number).filter((percent) => Number.isInteger(percent)),
  };
}
