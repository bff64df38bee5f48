/** The level of risk, in a word and a colour. */
import { Tag } from '../../../../web/components/marks.tsx';
import { type Level as LevelCode, levels } from '../../visits/terms.ts';

const tones = { red: 'bad', yellow: 'warn', green: 'good' } as const;
export const Level = ({ level }: { level: LevelCode }) => <Tag tone={tones[level]}>{levels[level]}</Tag>;
