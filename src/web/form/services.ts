/** What inputs need from outside: uploads, divisions. The applications pass these in, so that the renderer knows no address. */
import type { DivisionCode } from '../../kernel/schema/index.ts';

export interface DivisionRow {
  code: DivisionCode;
  name: string;
  fullName: string;
  level: string;
}

export interface FormServices {
  /** Division whose children are offered first: the city. */
  rootDivision: DivisionCode;
  divisionsBelow(parent: DivisionCode): Promise<readonly DivisionRow[]>;
  findDivisions(text: string): Promise<readonly DivisionRow[]>;
  upload(
    file: Blob,
    name: string,
    paper: string,
    onProgress: (share: number) => void,
  ): Promise<{ id: string; name: string; type: string }>;
  fileUrl(id: string): string;
  /** Still on this device, to be sent with the form. */
  isKept?(id: string): boolean;
}
