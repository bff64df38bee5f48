/** 乡镇界线: who reads the versions. */
import type { Performer } from '../../../kernel/access/index.ts';
import { cityKeepers } from '../boundaries/terms.ts';

export const outlineReaders: readonly Performer[] = [...cityKeepers, 'city-leader', 'auditor'];
