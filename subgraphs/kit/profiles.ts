// The words for who asks and why. What each of them means is data: `rules/policy.json`.

export const profiles = [
  'patrol',
  'municipal-guard',
  'investigator',
  'prosecutor',
  'judge',
  'inspector',
  'military',
  'auditor',
  'help-desk',
  'holder-operator',
] as const;
export type Profile = (typeof profiles)[number];

export const purposes = [
  'STOP',
  'CAPTURE',
  'BORDER',
  'INVESTIGATION',
  'PROSECUTION',
  'JUDGMENT',
  'INSPECTION',
  'DATA_QUALITY',
  'AUDIT',
] as const;
export type Purpose = (typeof purposes)[number];
