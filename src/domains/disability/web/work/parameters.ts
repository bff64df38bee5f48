export { parameterNames } from '../../parameters.ts';
