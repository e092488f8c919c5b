import { createClient } from '@shared/api/client';
import { newId } from '@shared/api/ids';
import type { CustomerTipRequest } from './types';

const till = createClient('/till/api');

/** The customer's choice of a tip; the till takes it only from the screen that was turned to them. */
export function chooseTip(request: Omit<CustomerTipRequest, 'commandId'>): Promise<unknown> {
  return till.post('customer/tip', { commandId: newId(), ...request });
}

/** The address of a slide's picture. */
export const pictureUrl = (id: string): string => till.url(`pictures/${id}`);
