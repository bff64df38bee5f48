/** A record that a figure or a question counts: its name opens it where the duty may go there. */
import { Link } from '@tanstack/react-router';
import type { CountedLink, CountedRow } from '../../../kernel/indicator/index.ts';
import { CaseLink, PersonName } from '../../components/marks.tsx';
import { useSession } from '../../components/session.tsx';

/** Where each kind lives: who has no such place in the navigation sees the name alone. */
const placeOf: Readonly<Record<CountedLink, string>> = {
  case: '/cases',
  person: '/persons',
  household: '/persons',
  clue: '/clues',
  contract: '/purchases',
  township: '/stations',
  facility: '/facilities',
  project: '/projects',
  place: '/place-names',
  lines: '/figures',
  'boundary-line': '/boundaries',
  'division-change': '/divisions',
  account: '/funds',
  'plan-task': '/plan/tasks',
  institution: '/institutions',
  site: '/care-sites',
  inspection: '/checks',
  danger: '/dangers',
  'emergency-call': '/emergency-calls',
  'home-care-order': '/home-care/board',
  register: '/registers',
};
/** Those that are simply a page by number. */
const pageOf: Partial<Record<CountedLink, string>> = {
  'boundary-line': '/boundaries/$id',
  'division-change': '/divisions/changes/$id',
  institution: '/institutions/$id',
  site: '/care-sites/$id',
  inspection: '/checks/$id',
  danger: '/dangers/$id',
  'emergency-call': '/emergency-calls/$id',
  'home-care-order': '/home-care/orders/$id',
  // 台账的一条：哪一本和编号
  register: '/registers/$id',
};

export function CountedName({ row }: { row: CountedRow }) {
  const session = useSession();
  const { link, name } = row;
  const id = row.linkId ?? '';
  if (!link || !session.places.some((place) => place.to === placeOf[link])) return name;
  const page = pageOf[link];
  if (page) return <Link to={page.replace('$id', id) as never}>{name}</Link>;
  switch (link) {
    case 'case':
      return <CaseLink id={id}>{name}</CaseLink>;
    case 'person':
      return <PersonName id={id} name={name} />;
    case 'household':
      return (
        <Link to="/households/$householdId" params={{ householdId: id }}>
          {name}
        </Link>
      );
    case 'clue':
      return (
        <Link to="/clues/$clueId" params={{ clueId: id }}>
          {name}
        </Link>
      );
    case 'contract':
      return (
        <Link to={'/service-contracts/$contractId' as never} params={{ contractId: id } as never}>
          {name}
        </Link>
      );
    case 'facility':
      return <Link to="/facilities">{name}</Link>;
    case 'project':
      return (
        <Link to={'/projects/$projectId' as never} params={{ projectId: id } as never}>
          {name}
        </Link>
      );
    case 'account':
      return (
        <Link to={'/funds/$accountId' as never} params={{ accountId: id } as never}>
          {name}
        </Link>
      );
    case 'plan-task':
      return (
        <Link to={'/plan/tasks/$taskId' as never} params={{ taskId: id } as never}>
          {name}
        </Link>
      );
    case 'place':
      return (
        <Link to={'/place-names/$placeId' as never} params={{ placeId: id } as never}>
          {name}
        </Link>
      );
    case 'lines': {
      const [month, division, programme] = id.split(' ');
      return (
        <Link to="/figures/lines" search={{ month, division, programme }}>
          {name}
        </Link>
      );
    }
    case 'township':
      return (
        <Link to="/stations" search={{ township: id }}>
          {name}
        </Link>
      );
  }
}
