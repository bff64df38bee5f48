/** 地名指标: filed and announced in time, counted from what was approved. */
import { Link } from '@tanstack/react-router';
import { IndicatorBoard } from '../../../../web/workbench/pages/IndicatorBoard.tsx';

export const PlaceIndicators = () => (
  <IndicatorBoard board="place-names" zh="地名指标" lead="从命名台账里数出来，点开就是它数的那些地名。">
    <p>
      <Link to={'/place-names' as never}>← 地名</Link>
    </p>
  </IndicatorBoard>
);
