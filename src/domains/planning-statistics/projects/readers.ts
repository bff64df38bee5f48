/** Who reads the library; each sees the projects of the own place. */
import { allow, cityOffice, countyOffice, type Performer } from '../../../kernel/access/index.ts';

export const libraryReaders: readonly Performer[] = ['township-clerk', ...countyOffice, ...cityOffice, 'auditor'];
export const readers = allow(...libraryReaders);
