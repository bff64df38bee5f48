import { deviceParameters } from '../../devices/parameters.ts';
import { indicatorParameters } from '../../indicators/parameters.ts';
import { parameterNames as subsidyParameters } from '../../parameters.ts';
import { rehabParameters } from '../../rehab/parameters.ts';

export const parameterNames = { ...subsidyParameters, ...deviceParameters, ...rehabParameters, ...indicatorParameters };
