import { Refusal } from '@shared/api/refusal';
import { useProblemText } from '@shared/i18n/useProblemText';
import { App } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Approval, Right } from '../api/types';
import { useAskApproval, type AskApproval } from './approval';
import { refreshView } from './tillStore';

/** Sends something to the till; called again with an approval when the first try needed one. */
export type Send<T> = (approval: Approval | null) => Promise<T>;

export interface Act {
  /** True while the till has not answered; the button that pressed is disabled meanwhile. */
  readonly pending: boolean;
  /**
   * Sends once, however often it is pressed before the answer.
   * @param onProblem gets a refusal first; true when it has dealt with it
   * @returns what the till answered; null when it did not happen
   */
  act<T>(this: void, send: Send<T>, onProblem?: (problem: unknown) => boolean): Promise<T | null>;
}

const isBehind = (problem: unknown): boolean =>
  problem instanceof Refusal && (problem.status === 401 || problem.status === 409);

async function sendWithApproval<T>(send: Send<T>, askApproval: AskApproval): Promise<T | null> {
  let approval: Approval | null = null;
  for (;;) {
    try {
      return await send(approval);
    } catch (problem) {
      const asks = problem instanceof Refusal && problem.code === 'right.needed';
      const wrong = approval !== null && problem instanceof Refusal && /^(login|approval)\./.test(problem.code);
      if (!asks && !wrong) {
        throw problem;
      }
      const right = asks ? ((problem.parameters['right'] as Right | undefined) ?? null) : null;
      approval = await askApproval({ right, problem: approval === null ? null : problem });
      if (approval === null) {
        return null;
      }
    }
  }
}

/** One button's (or one dialog's) way to the till: pending state, second person, and a sentence when it is refused. */
export function useAct(): Act {
  const { message } = App.useApp();
  const problemText = useProblemText();
  const askApproval = useAskApproval();
  const [pending, setPending] = useState(false);
  const busy = useRef(false);
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  const actNow = useCallback(
    async <T>(send: Send<T>, onProblem?: (problem: unknown) => boolean): Promise<T | null> => {
      if (busy.current) {
        return null;
      }
      busy.current = true;
      setPending(true);
      try {
        return await sendWithApproval(send, askApproval);
      } catch (problem) {
        if (isBehind(problem)) {
          void refreshView().catch(() => undefined);
        }
        if (onProblem?.(problem) !== true) {
          void message.error(problemText(problem), 5);
        }
        return null;
      } finally {
        busy.current = false;
        if (mounted.current) {
          setPending(false);
        }
      }
    },
    [message, problemText, askApproval],
  );

  return { pending, act: actNow };
}
