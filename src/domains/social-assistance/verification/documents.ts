/** 协查函: the letter by which a source without an interface is asked. The persons stand in it in full: without their numbers nobody can answer. */
import { longDate } from '../../../kernel/calendar/index.ts';
import type { DocumentKind, Letter } from '../../../kernel/document/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { sourceList, sourceOwner, type VerificationSource } from './sources.ts';

export const verificationDocuments = {
  letter: { code: 'verification-letter', word: '核函', title: '家庭经济状况核对协查函' },
  cooperation: { code: 'verification-cooperation', word: '异核', title: '家庭经济状况异地协同查询函' },
} as const satisfies Record<string, DocumentKind>;

export function queryLetter(of: {
  source: VerificationSource;
  /** Empty where the source is one department. */
  addressee: string;
  /** What is being decided: 因办理…. */
  matter: string;
  persons: readonly { name: string; idNumber: string }[];
  asOf: PlainDate;
  dueOn: PlainDate;
  contact: { name: string; telephone: string };
}): Letter {
  const { zh, basis } = sourceList[of.source];
  return {
    addressee: of.addressee || sourceOwner(of.source),
    blocks: [
      {
        kind: 'paragraph',
        text: `因办理${of.matter}，依据${basis}，并经本人（未成年人由监护人）书面授权，请协助查询下列人员截至${longDate(of.asOf)}的${zh}情况：`,
      },
      {
        kind: 'table',
        columns: [
          { title: '姓名', share: 22 },
          { title: '公民身份号码', share: 34 },
          { title: '查询结果（有记录的请写明，没有的写“无”）', share: 44 },
        ],
        rows: of.persons.map((p) => [p.name, p.idNumber, '']),
      },
      { kind: 'paragraph', text: `请于${longDate(of.dueOn)}前复函，并加盖公章。查询结果只用于社会救助审核确认，不作他用。` },
      { kind: 'plain', text: `联系单位：${of.contact.name}，电话${of.contact.telephone}。` },
    ],
  };
}
