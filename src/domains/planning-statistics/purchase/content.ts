/** What the pages of 购买服务 are sent. Types only. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { ContractState, MilestoneState } from '../../../kernel/purchase/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';

export interface ProgrammeRow {
  id: string;
  name: string;
  need: string;
  components: string[];
  countyName: string;
  year: number;
  fundZh: string;
  budgetFen: Fen;
  committedFen: Fen;
  paidFen: Fen;
  documentNo: string;
}
export interface ItemRow {
  code: string;
  parent: string | null;
  level: number;
  fieldZh: string;
  name: string;
  unit: string;
  content: string;
  priceRule: string;
  priceFen: Fen | null;
}
export interface NoticeView {
  id: string;
  title: string;
  programme: string;
  countyName: string;
  methodZh: string;
  budgetFen: Fen;
  publishedOn: PlainDate;
  closesOn: PlainDate;
  stateZh: string;
  open: boolean;
  signedUp: number;
  awardedTo: string | null;
  offers: Offer[];
}
export interface PurchaseOverview {
  programmes: ProgrammeRow[];
  items: ItemRow[];
  providers: { id: string; name: string }[];
  procurements: { id: string; documentNo: string; programme: string; provider: string; left: Fen }[];
  notices: NoticeView[];
}
export interface ListedContract {
  id: string;
  no: string;
  programme: string;
  providerName: string;
  itemName: string;
  fieldZh: string;
  unit: string;
  countyName: string;
  unitPriceFen: Fen;
  quantity: number;
  amountFen: Fen;
  paidFen: Fen;
  fromOn: PlainDate;
  toOn: PlainDate;
  state: ContractState;
  stateZh: string;
  score: number | null;
  /** Ordered and settled person by person. */
  byService: boolean;
  /** The next part that is not accepted. */
  nextOn: PlainDate | null;
  nextName: string | null;
}
export interface MilestoneView {
  id: string;
  no: number;
  name: string;
  dueOn: PlainDate;
  amountFen: Fen;
  state: MilestoneState;
  stateZh: string;
  late: boolean;
  acceptedOn: PlainDate | null;
  acceptedName: string | null;
  acceptance: string | null;
  requestedOn: PlainDate | null;
  invoiceNo: string | null;
  invoice: string | null;
  answerBy: PlainDate | null;
  paidOn: PlainDate | null;
  offers: Offer[];
}
export interface ContractFile {
  contract: ListedContract & {
    stable: boolean;
    endedOn: PlainDate | null;
    endedReason: string | null;
    quality: number | null;
    amount: number | null;
    satisfaction: number | null;
    compliance: number | null;
    scoredOn: PlainDate | null;
    scoredName: string | null;
  };
  procurement: {
    methodZh: string;
    documentNo: string;
    publishedOn: PlainDate;
    awardedOn: PlainDate;
    bidders: number;
    awardFen: Fen;
  };
  milestones: MilestoneView[];
  offers: Offer[];
}
/** A part of one's own contract, as the provider sees it. */
export interface OwnMilestone extends MilestoneView {
  contractNo: string;
  itemName: string;
  buyer: string;
}

/** What falls due with contracts: a part to be accepted, or a contract that ends. */
export interface DueRow {
  contractId: string;
  contractNo: string;
  byService: boolean;
  providerName: string;
  on: PlainDate;
  what: string;
  amountFen: Fen | null;
  late: boolean;
}
