/** 社会救助: every shape of the domain, by programme. */
export * from './family/facts.ts';
export * from './tekun/facts.ts';
