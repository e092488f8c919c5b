// The records of the API, by their names; made from web/openapi by `npm run api`.
import type { components } from '@generated/sandbox';

type Schemas = components['schemas'];

export type PrintedPaper = Schemas['PrintedPaper'];
export type PaperRoll = Schemas['PaperRoll'];
export type PrinterMood = Schemas['PrinterMood'];
export type PrinterSwitch = Schemas['PrinterSwitch'];
