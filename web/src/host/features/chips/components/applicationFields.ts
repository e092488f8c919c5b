import type { ChipApplicationFields, ChipApplicationView } from '../../../api/types';
import { fen, plainYuan } from '../../../core/money';

/** An application as it stands in a form: yuan as text, empty electronic cash for none. */
export interface ApplicationForm {
  readonly aid: string;
  readonly name: string;
  readonly allowsPartial: boolean;
  readonly appVersion: string;
  readonly denialCode: string;
  readonly onlineCode: string;
  readonly defaultCode: string;
  readonly ddol: string;
  readonly onlinePin: boolean;
  readonly floor: string;
  readonly threshold: string;
  readonly randomMost: number;
  readonly randomTarget: number;
  readonly cash: string;
  readonly taps: boolean;
  readonly tapFloor: string;
  readonly tapMost: string;
  readonly tapVerified: string;
}

// What UnionPay's terminals begin with.
export const freshApplication: ApplicationForm = {
  aid: '',
  name: '',
  allowsPartial: true,
  appVersion: '0030',
  denialCode: '0010000000',
  onlineCode: 'DC4004F800',
  defaultCode: 'DC4000A800',
  ddol: '9F3704',
  onlinePin: true,
  floor: '0.00',
  threshold: '0.00',
  randomMost: 0,
  randomTarget: 0,
  cash: '',
  taps: true,
  tapFloor: '0.00',
  tapMost: '100000.00',
  tapVerified: '1000.00',
};

export const applicationForm = ({ aid, fields }: ChipApplicationView): ApplicationForm => ({
  aid,
  name: fields.name,
  allowsPartial: fields.allowsPartial,
  appVersion: fields.appVersion,
  denialCode: fields.denialCode,
  onlineCode: fields.onlineCode,
  defaultCode: fields.defaultCode,
  ddol: fields.ddol,
  onlinePin: fields.onlinePin,
  floor: plainYuan(fields.floorLimit),
  threshold: plainYuan(fields.randomThreshold),
  randomMost: fields.randomMost,
  randomTarget: fields.randomTarget,
  cash: fields.electronicCashLimit == null ? '' : plainYuan(fields.electronicCashLimit),
  taps: fields.contactlessLimit !== 0,
  tapFloor: plainYuan(fields.contactlessFloorLimit),
  tapMost: plainYuan(fields.contactlessLimit),
  tapVerified: plainYuan(fields.contactlessCvmLimit),
});

/** A limit of nothing is how a terminal hears that an application is not tapped. */
export const applicationOf = (form: ApplicationForm): ChipApplicationFields => ({
  name: form.name,
  allowsPartial: form.allowsPartial,
  appVersion: form.appVersion,
  denialCode: form.denialCode,
  onlineCode: form.onlineCode,
  defaultCode: form.defaultCode,
  ddol: form.ddol,
  onlinePin: form.onlinePin,
  floorLimit: fen(form.floor) ?? 0,
  randomThreshold: fen(form.threshold) ?? 0,
  randomMost: form.randomMost,
  randomTarget: form.randomTarget,
  electronicCashLimit: form.cash.trim() === '' ? null : fen(form.cash),
  contactlessFloorLimit: form.taps ? (fen(form.tapFloor) ?? 0) : 0,
  contactlessLimit: form.taps ? (fen(form.tapMost) ?? 0) : 0,
  contactlessCvmLimit: form.taps ? (fen(form.tapVerified) ?? 0) : 0,
});
