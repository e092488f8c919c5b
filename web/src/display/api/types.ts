// The records of the API, by their names; made from web/openapi by `npm run api`.
import type { components } from '@generated/till';

type Schemas = components['schemas'];

export type OrderLine = Schemas['OrderLine'];
export type DisplayView = Schemas['DisplayView'];
export type DisplayTender = Schemas['DisplayTender'];
export type DisplayCode = Schemas['DisplayCode'];
export type DisplaySlide = Schemas['DisplaySlide'];
export type CustomerTipRequest = Schemas['CustomerTipRequest'];
