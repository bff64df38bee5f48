/** 社会救助: every shape of the domain, by programme. */
export * from './dibao/facts.ts';
