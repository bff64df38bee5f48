/** 残疾人福利与康复: what the domain offers to the rest. */
import type { Domain } from '../../kernel/http/domain.ts';
import { parameterNames } from './parameters.ts';

export const disability: Domain = {
  name: 'disability',
  label: '残疾人福利',
  routes: [],
  parameterNames,
  subscriptions: [],
};
