import { createContext, useContext } from 'react';
import type { Approval, Right } from '../api/types';

/** What a second person is asked to consent to, and why the last try did not do. */
export interface ApprovalQuestion {
  readonly right: Right | null;
  readonly problem: unknown;
}

/** Asks for a second person's number and PIN; null when they go away. */
export type AskApproval = (question: ApprovalQuestion) => Promise<Approval | null>;

export const ApprovalContext = createContext<AskApproval>(() => Promise.resolve(null));

export const useAskApproval = (): AskApproval => useContext(ApprovalContext);
