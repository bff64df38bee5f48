/** The board on which the indicators of 社会救助 stand. */
import { figureReaders } from '../../../kernel/indicator/server.ts';

export const assistanceBoard = { key: 'social-assistance', zh: '救助指标', to: '/board', readers: figureReaders };
