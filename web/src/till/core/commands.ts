import { newId } from '@shared/api/ids';
import { Unreachable } from '@shared/api/refusal';
import { tillApi } from '../api/tillApi';
import type { TillView } from '../api/types';
import { acceptView } from './tillStore';

const retryDelaysMs = [250, 500, 1_000, 2_000, 4_000];

let tail: Promise<unknown> = Promise.resolve();

const wait = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));

// A repeat carries the same command id, so that the till answers it instead of doing it twice.
async function sendUntilAnswered<T>(path: string, body: object): Promise<T> {
  for (const delayMs of retryDelaysMs) {
    try {
      return await tillApi.post<T>(path, body);
    } catch (error) {
      if (!(error instanceof Unreachable)) {
        throw error;
      }
      await wait(delayMs);
    }
  }
  return tillApi.post<T>(path, body);
}

/**
 * Sends one command. Commands leave strictly one after the other, in the order in which they were given.
 * @returns the till's answer; throws `Refusal`, or `Unreachable` when it kept silent through all repeats
 */
export function sendCommand<T>(path: string, request: object): Promise<T> {
  const body = { commandId: newId(), ...request };
  const answer = tail.then(() => sendUntilAnswered<T>(path, body));
  tail = answer.catch(() => undefined);
  return answer;
}

/** Sends a command that answers with the new view, and shows it. */
export async function sendViewCommand(path: string, request: object): Promise<TillView> {
  const view = await sendCommand<TillView>(path, request);
  acceptView(view);
  return view;
}
