/** Words of claims of liability insurance. */
export const claimStates = {
  reported: { zh: '已报案', tone: 'warn' },
  surveyed: { zh: '已查勘', tone: 'now' },
  paid: { zh: '已赔付', tone: 'good' },
  refused: { zh: '不赔', tone: 'bad' },
} as const;
export type ClaimState = keyof typeof claimStates;
