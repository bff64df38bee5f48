/** 规划任务按期率: counted from the tasks themselves; the figure opens the tasks that it counts. */
import { Link } from '@tanstack/react-router';
import { IndicatorBoard } from '../../../../web/workbench/pages/IndicatorBoard.tsx';

export const PlanTaskIndicators = () => (
  <IndicatorBoard
    board="plan-tasks"
    zh="规划任务指标"
    lead="从任务和核过的进展里数出来，没有人另外填报；点开就是它数的那些任务。"
  >
    <p>
      <Link to={'/plan/tasks' as never}>← 规划任务</Link>
    </p>
  </IndicatorBoard>
);
