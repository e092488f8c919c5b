import { Refusal } from '@shared/api/refusal';
import { hostApi } from '../../../api/hostApi';
import type { TransactionPage, TransactionQuery, TransactionStory } from '../../../api/types';

export const findTransactions = (query: TransactionQuery): Promise<TransactionPage> =>
  hostApi.post('transactions/search', query);

export const transactionStory = (rrn: string): Promise<TransactionStory> => hostApi.get(`transactions/${rrn}`);

/** All that a search finds, as a file for spreadsheets. It is asked by POST, so that a card number stands in no address. */
export async function exportTransactions(query: TransactionQuery): Promise<Blob> {
  const response = await fetch(hostApi.url('transactions/export'), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Guitai': '1' },
    body: JSON.stringify(query),
    credentials: 'same-origin',
  });
  if (!response.ok) {
    throw new Refusal(`http.${String(response.status)}`, { status: response.status }, response.status);
  }
  return response.blob();
}
