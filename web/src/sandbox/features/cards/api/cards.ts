import { createClient } from '@shared/api/client';
import type {
  CardChange,
  CardOnDesk,
  CardProgram,
  FaultRule,
  IssuerState,
  LineRule,
  LineState,
  ReaderState,
  SwipeOrder,
} from '../../../api/types';

const api = createClient('/sandbox/api');

/** Cards of a program from which nothing special is expected begin here (CardProgram.FirstPlain). */
const firstPlain = 100;
const firstSpecial = 12;
const plainOnes = 4;

export const programs = (): Promise<readonly CardProgram[]> => api.get('cards/programs');

/** The special cards of a program, then a few of its usual ones. */
export async function cardsOf(program: string): Promise<readonly CardOnDesk[]> {
  const [special, plain] = await Promise.all([
    api.get<readonly CardOnDesk[]>('cards', { program, from: 0, count: firstSpecial }),
    api.get<readonly CardOnDesk[]>('cards', { program, from: firstPlain, count: plainOnes }).catch(() => []),
  ]);
  return [...plain, ...special];
}

export const changeCard = (pan: string, change: CardChange): Promise<CardOnDesk> => api.post(`cards/${pan}`, change);

export const swipe = (order: SwipeOrder): Promise<ReaderState> => api.post('reader/swipe', order);

/** What is between a card and its issuer, and misbehaves or not. */
export interface World {
  readonly reader: ReaderState;
  readonly line: LineState | null;
  readonly issuer: IssuerState;
}

export async function look(): Promise<World> {
  const [reader, line, issuer] = await Promise.all([
    api.get<ReaderState>('reader'),
    // A sandbox of its own has no host, and so no line to it.
    api.get<LineState>('line').catch(() => null),
    api.get<IssuerState>('issuer'),
  ]);
  return { reader, line, issuer };
}

export const addLineFault = (rule: LineRule): Promise<unknown> => api.post('line', rule);
export const clearLineFaults = (): Promise<unknown> => api.delete('line');
export const addIssuerFault = (rule: FaultRule): Promise<unknown> => api.post('issuer/faults', rule);
export const clearIssuerFaults = (): Promise<unknown> => api.delete('issuer/faults');
