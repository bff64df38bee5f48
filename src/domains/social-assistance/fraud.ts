/** 骗取社会救助的罚款: what the programmes of this domain say of it when they are registered. */
export const FRAUD_FINE = { cap: 'FINE-CAP', law: '《中华人民共和国社会救助法》第七十三条' } as const;
