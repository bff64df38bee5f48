/** The board on which the indicators of the library stand. Projects are public: whoever reads figures reads it. */
import { figureReaders } from '../../../kernel/indicator/server.ts';

export const projectBoard = { key: 'projects', zh: '项目指标', to: '/projects/indicators', readers: figureReaders } as const;
