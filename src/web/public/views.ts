/** What each reading page is given. The server fills these; the pages only say them. */
import type { BlankFormLink } from '../../kernel/document/index.ts';
import type { ParameterRow } from '../../kernel/policy/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../kernel/schema/index.ts';
import type { ServiceItem } from '../../kernel/service/index.ts';
import type { GivenObjection } from './objection.ts';

/** Cookies `mz_size` and `mz_contrast`; the portal application reads and writes the same two. */
export interface Display {
  size: 'normal' | 'large';
  contrast: 'normal' | 'high';
}

/** Around every page. `here`: path and query of this page, for coming back after a change of display. */
export interface Shell {
  city: { code: DivisionCode; name: string; telephone: string };
  display: Display;
  here: string;
  /** The resident who is signed in; null for a visitor. */
  visitor: { name: string; unread: number } | null;
  demo: boolean;
  today: PlainDate;
}

export interface Office {
  name: string;
  address: string;
  telephone: string;
  hours?: string;
}

/** A service in a list. `online`: can be applied for here. */
export interface ServiceLink {
  itemId: string;
  name: string;
  audience: string;
  /** One plain sentence: what you get; empty when nobody has written it. */
  gets: string;
  online: boolean;
}

export interface NoticeLink {
  id: string;
  /** proposed: on notice, objections welcome; granted: published afterwards. */
  kind: 'proposed' | 'granted';
  divisionName: string;
  applicantMasked: string;
  memberCount: number;
  amountFen: Fen | null;
  /** Paid once, not every month. */
  once: boolean;
  postedOn: PlainDate;
  endsOn: PlainDate;
}

interface NamedPlace {
  code: DivisionCode;
  name: string;
}

/** `county`: where it happened, with its office; null while none is chosen. `given`: what was typed when it could not be taken. */
export interface EmergencyView extends Shell {
  counties: readonly NamedPlace[];
  county: (NamedPlace & { office: string; telephone: string }) | null;
  townships: readonly NamedPlace[];
  requestId: string;
  given?: {
    division: string;
    who: string;
    where: string;
    what: string;
    phone: string;
    message: string;
    problems: Readonly<Record<string, string>>;
  };
  received?: { office: string; telephone: string };
}

export interface HomeView extends Shell {
  notices: readonly NoticeLink[];
}

export interface SearchView extends Shell {
  query: string;
  results: readonly ServiceLink[];
  /** There is more than is shown. */
  more: boolean;
}

/** `key` of `situations`; the page is null (not found) for another key. */
export interface SituationView extends Shell {
  key: string;
  services: readonly ServiceLink[];
}

export interface GuideView extends Shell {
  item: ServiceItem;
  online: boolean;
  /** A page of its own in place of an application. */
  form?: string | null;
  /** Where it is done instead, and what the button says. */
  ownPage?: { href: string; text: string } | null;
  /** A pre-check of this item exists. */
  precheck: boolean;
  blankForms: readonly BlankFormLink[];
  /** It can be asked for somebody else. */
  forOthers: boolean;
  /** 手语讲解; null where the city has none. */
  signVideo: { readonly url: string; readonly type: string; readonly captions: string | null } | null;
  /** The application asks for 沟通需要. */
  asksNeeds: boolean;
  office: Office;
  /** The township whose window it is; null: the city's, as long as nobody has said where he or she lives. */
  township: Place | null;
  /** To choose another one. */
  townships: readonly TownshipsOfCounty[];
}

/** `/for-others`: what can be asked for a member of the family. */
export interface ForOthersView extends Shell {
  services: readonly ServiceLink[];
}

export interface Place {
  code: DivisionCode;
  name: string;
}

export interface NoticesView extends Shell {
  /** From the city down to the chosen division. */
  path: readonly Place[];
  below: readonly Place[];
  notices: readonly NoticeLink[];
  /** Cursor of the next page; null at the end. */
  next: string | null;
}

export interface NoticeView extends Shell {
  notice: NoticeLink & { text: string; place: string; telephone: string };
  /** Objections are still taken today. */
  open: boolean;
  /** A fresh request id for the form: sending it twice changes nothing. */
  requestId: string;
  objection?: GivenObjection;
  /** The objection has been received. */
  received?: boolean;
}

export interface CheckView extends Shell {
  code: string;
  /** Null: no such document. */
  document: {
    number: string;
    title: string;
    issuedOn: PlainDate;
    revokedOn: PlainDate | null;
    replacedBy?: string | null;
    issuer?: string;
  } | null;
}

export interface StandardsView extends Shell {
  /** One for each county, with the rows in force today and earlier and announced ones. */
  counties: readonly { place: Place; rows: readonly ParameterRow[] }[];
  /** What a key is called, e.g. DIBAO-URBAN → 城市低保标准. Keys without a name are not shown. */
  names: Readonly<Record<string, string>>;
  /** 标准调整公告, newest first. */
  announcements: readonly { id: string; number: string; about: string; documentNo: string; place: string; issuedOn: PlainDate }[];
}

export interface HelpView extends Shell {
  offices: readonly (Office & { divisionName: string })[];
}

export interface MissingView extends Shell {
  message?: string;
}

/** What was typed, when it could not be taken. */
export interface Given {
  message: string;
  problems: Readonly<Record<string, string>>;
  values: Readonly<Record<string, string>>;
}
export interface TownshipsOfCounty {
  name: string;
  below: readonly { code: DivisionCode; name: string }[];
}

/** 长期公布. `lines`: of a village; null above it. */
export interface RosterView extends Shell {
  path: readonly Place[];
  below: readonly (Place & { households?: number })[];
  lines: readonly { name: string; programmeZh: string; persons: number; amountFen: Fen }[] | null;
  next: string | null;
}

/** 反映困难. */
export interface ReportView extends Shell {
  requestId: string;
  received: boolean;
  places: readonly TownshipsOfCounty[];
  given: Given | null;
}

/** 监督举报. `progress`: of a code that was asked for; null: no such code. */
export interface SuperviseView extends Shell {
  requestId: string;
  places: readonly TownshipsOfCounty[];
  given: Given | null;
  received?: { code: string; dueOn: PlainDate };
  progress?: { stateZh: string; openedAt: string; dueOn: PlainDate | null; answer: string | null } | null;
}
