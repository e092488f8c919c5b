/** Commands' names as the standards have them (EMV Book 3, 6.3); they are the same in every language. */
const names: Readonly<Record<string, string>> = {
  A4: 'SELECT',
  A8: 'GET PROCESSING OPTIONS',
  B2: 'READ RECORD',
  CA: 'GET DATA',
  C0: 'GET RESPONSE',
  '82': 'EXTERNAL AUTHENTICATE',
  '84': 'GET CHALLENGE',
  '88': 'INTERNAL AUTHENTICATE',
  '20': 'VERIFY',
  AE: 'GENERATE AC',
  '16': 'CARD BLOCK',
  '18': 'APPLICATION UNBLOCK',
  '1E': 'APPLICATION BLOCK',
  '24': 'PIN UNBLOCK',
  DC: 'UPDATE RECORD',
};

export const commandName = (instruction: string): string => names[instruction] ?? instruction;
