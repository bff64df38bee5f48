import { Link } from '@tanstack/react-router';
import { yuanDigits } from '../../../../web/shared/format.ts';
import type { Figure } from '../../cockpit/content.ts';
import { tenThousands } from './content.ts';

/** A wall says larger sums in 万元 or 亿元, the list that opens says them to the fen. */
const TEN_THOUSAND = 1_000_000;
const HUNDRED_MILLION = 10_000 * TEN_THOUSAND;

export const written = ({ of, count }: Pick<Figure, 'of' | 'count'>): string =>
  of === 'count'
    ? count.toLocaleString('zh-CN')
    : count < TEN_THOUSAND
      ? `${yuanDigits(count)}元`
      : count < HUNDRED_MILLION
        ? `${tenThousands(count)}万元`
        : `${(count / HUNDRED_MILLION).toFixed(2)}亿元`;

const linked = (figure: Figure, children: React.ReactNode, className?: string) =>
  figure.opens ? (
    <Link
      to={figure.opens.to as never}
      search={figure.opens.search as never}
      {...(figure.opens.hash ? { hash: figure.opens.hash } : {})}
      {...(className ? { className } : {})}
    >
      {children}
    </Link>
  ) : (
    <span className={className}>{children}</span>
  );

/** In a table: 万元 stands in the heading. */
export const Count = ({ of: figure }: { of: Figure }) =>
  figure.count === 0 ? <>0</> : linked(figure, figure.of === 'fen' ? tenThousands(figure.count) : written(figure));

/** Large, for a wall. */
export const Big = ({ of: figure }: { of: Figure }) =>
  linked(
    figure,
    <>
      <span className="big-value num">{written(figure)}</span>
      <span className="big-label">{figure.zh}</span>
    </>,
    `big${figure.bad ? ' big-bad' : ''}`,
  );

/** In a column of warnings. */
export const Warning = ({ of: figure }: { of: Figure }) =>
  linked(
    figure,
    <>
      <b className="num">{written(figure)}</b> {figure.zh}
    </>,
    `cockpit-warning${figure.bad ? ' is-bad' : ''}`,
  );
