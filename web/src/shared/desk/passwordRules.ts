// The server decides; these say the same early, while it is being typed.
const commonPieces =
  /password|qwerty|asdf|zxcv|123456|654321|abcdef|111111|888888|000000|woaini|iloveyou|admin|letmein|welcome/g;
const bestLength = 16;

export type PasswordProblem = 'short' | 'common' | null;

export interface PasswordVerdict {
  readonly problem: PasswordProblem;
  /** 0–4. */
  readonly strength: number;
}

const plain = (password: string): string => password.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

function repeats(text: string): boolean {
  for (let piece = 1; piece <= Math.min(6, Math.floor(text.length / 2)); piece += 1) {
    if (Array.from(text).every((character, index) => character === text[index % piece])) {
      return true;
    }
  }
  return false;
}

/** How a password looks: too short, easily guessed, or how strong. */
export function judgePassword(password: string): PasswordVerdict {
  if (password.length < 12) {
    return { problem: 'short', strength: password.length < 6 ? 0 : 1 };
  }
  const letters = plain(password);
  const rest = letters.replace(commonPieces, '');
  if (rest.replace(/\d+$/, '').length < 3 || new Set(letters).size < 4 || repeats(letters)) {
    return { problem: 'common', strength: 1 };
  }
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(password)).length;
  const varied = new Set(password).size >= 9 ? 1 : 0;
  return {
    problem: null,
    strength: Math.min(4, 1 + varied + (kinds >= 3 ? 1 : 0) + (password.length >= bestLength ? 1 : 0)),
  };
}

export type PinProblem = 'shape' | 'trivial' | null;

/** 4–8 digits that are no run, no repetition and not the employee's number. */
export function judgePin(pin: string, number: string): PinProblem {
  if (!/^\d{4,8}$/.test(pin)) {
    return 'shape';
  }
  const digits = Array.from(pin, Number);
  const steps = new Set(digits.slice(1).map((digit, index) => (digit - (digits[index] ?? 0) + 10) % 10));
  const [step] = steps;
  const run = steps.size === 1 && step !== undefined && [0, 1, 9].includes(step);
  const half = pin.length / 2;
  return run || (pin.length % 2 === 0 && pin.slice(0, half) === pin.slice(half)) || pin === number ? 'trivial' : null;
}
