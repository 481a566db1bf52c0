//! Whole paths with what they leave rows to miss: one walker can be lifted off, and put back where it helps most.

use super::cells::Cells;
use super::links::Links;
use super::master::Path;
use super::prices::Prices;
use super::problem::{PathProblem, RowIx, Solution};

/// Values this close are equal.
const ROUNDING: f64 = 1e-6;

/// What stays the same while walkers move.
#[derive(Debug)]
pub struct Ground<'p> {
    /// What is solved.
    pub problem: &'p PathProblem,
    /// Its links.
    pub links: Links,
    /// Its cells.
    pub cells: Cells,
    /// What each walker can use.
    uses: Vec<Uses>,
}

#[derive(Debug)]
struct Uses {
    links: Vec<usize>,
    /// Rows of cells, and whether others use them as well.
    rows: Vec<(usize, bool)>,
}

/// Paths of all walkers and the counts of linked side columns.
#[derive(Clone, Debug)]
pub struct Tableau {
    /// By walker; none of those who are lifted off.
    pub paths: Vec<Option<Path>>,
    /// Value of each linked side column.
    counts: Vec<f64>,
    /// Sums of the rows of each cell, without its own side columns.
    sums: Vec<Vec<f64>>,
    /// Cost of each cell.
    costs: Vec<f64>,
    /// What a unit of each way of a cell changes its cost by; NaN where nobody has asked yet.
    gains: Vec<Vec<f64>>,
    /// Paths and cells together.
    pub cost: f64,
}

impl<'p> Ground<'p> {
    /// Looks at a problem whose rows the pricing keeps in part.
    pub fn of(problem: &'p PathProblem, keeps: &[bool]) -> Ground<'p> {
        let links = Links::of(problem, keeps);
        let cells = Cells::of(problem, &links, keeps);
        let mut user = vec![usize::MAX; problem.rows.len()];
        let mut shared = vec![false; problem.rows.len()];
        let mut rows: Vec<Vec<usize>> = Vec::new();
        for (index, walker) in problem.walkers.iter().enumerate() {
            let mut used: Vec<usize> = walker.uses().map(|used| used.0.0).collect();
            used.sort_unstable();
            used.dedup();
            for &row in &used {
                shared[row] |= user[row] != usize::MAX;
                user[row] = index;
            }
            rows.push(used);
        }
        let uses = rows.into_iter().map(|rows| Uses {
            links: rows.iter().filter_map(|&row| links.of_row[row]).collect(),
            rows: rows
                .iter()
                .filter(|&&row| cells.of_row[row].is_some())
                .map(|&row| (row, shared[row]))
                .collect(),
        });
        let uses = uses.collect();
        Ground {
            problem,
            uses,
            links,
            cells,
        }
    }
}

impl Tableau {
    /// Nobody on any path.
    fn empty(ground: &Ground<'_>) -> Tableau {
        let cells = &ground.cells.cells;
        let mut tableau = Tableau {
            paths: vec![None; ground.problem.walkers.len()],
            counts: vec![0.0; ground.problem.columns.len()],
            sums: cells
                .iter()
                .map(|cell| vec![0.0; cell.rows.len()])
                .collect(),
            costs: vec![0.0; cells.len()],
            gains: cells
                .iter()
                .map(|cell| vec![f64::NAN; cell.ways.len()])
                .collect(),
            cost: ground.problem.constant as f64,
        };
        for cell in 0..cells.len() {
            tableau.look_again(ground, cell);
        }
        tableau
    }

    /// The paths of a solution, with its side columns as far as they fit.
    pub fn of(ground: &Ground<'_>, solution: &Solution) -> Tableau {
        let mut tableau = Tableau::empty(ground);
        let problem = ground.problem;
        let mut wanted = vec![0.0; ground.links.links.len()];
        for (walker, taken) in solution.taken.iter().enumerate() {
            let Some(path) = Path::of(problem, walker, taken.clone()) else {
                continue;
            };
            tableau.cost += path.cost;
            for &(RowIx(row), by) in &path.uses {
                match ground.links.of_row[row] {
                    Some(link) => wanted[link] += by,
                    None => tableau.shift(ground, row, by),
                }
            }
            tableau.paths[walker] = Some(path);
        }
        for (link, mut left) in wanted.into_iter().enumerate() {
            for &column in &ground.links.links[link].columns {
                let each = ground.links.each[column];
                let value = solution.columns.get(column).copied().unwrap_or(0.0).round();
                for _ in 0..(value.max(0.0) as usize) {
                    if left > 0.5 * each {
                        left -= each;
                        tableau.count(ground, column, 1.0);
                    }
                }
            }
            while left > ROUNDING {
                left -= tableau.add(ground, link);
            }
        }
        tableau
    }

    /// Choices of all walkers; none while somebody has no path.
    pub fn taken(&self) -> Option<Vec<Vec<usize>>> {
        let taken = |path: &Option<Path>| path.as_ref().map(|path| path.taken.clone());
        self.paths.iter().map(taken).collect()
    }

    /// As a solution; side columns that are not worked out here make it one that does not hold.
    pub fn solution(&self, ground: &Ground<'_>) -> Option<Solution> {
        let problem = ground.problem;
        let mut columns = self.counts.clone();
        for (index, cell) in ground.cells.cells.iter().enumerate() {
            let relief = ground.cells.relief(problem, index, &self.sums[index]);
            for (&column, value) in cell.columns.iter().zip(relief.values) {
                columns[column] = value;
            }
        }
        // Sums of side columns follow.
        for sum in &problem.sums {
            columns[sum.0] = 0.0;
        }
        let mut of_row = vec![0.0; problem.rows.len()];
        for (column, value) in problem.columns.iter().zip(&columns) {
            column
                .uses
                .iter()
                .for_each(|&(row, by)| of_row[row.0] += by * value);
        }
        for sum in &problem.sums {
            let side = &problem.columns[sum.0];
            if let Some(&(row, by)) = side
                .uses
                .iter()
                .find(|used| problem.rows[used.0.0].lower == problem.rows[used.0.0].upper)
            {
                columns[sum.0] = (problem.rows[row.0].lower - of_row[row.0]) / by;
                let value = columns[sum.0];
                side.uses
                    .iter()
                    .for_each(|&(row, by)| of_row[row.0] += by * value);
            }
        }
        let solution = Solution {
            taken: self.taken()?,
            columns,
            cost: self.cost,
        };
        let cost = problem.cost_of(&solution)?;
        Some(Solution { cost, ..solution })
    }

    /// Prices at which a walker without a path sees what it would gain; `share` of it, the rest as `guide` has it.
    pub fn prices(
        &mut self,
        ground: &Ground<'_>,
        walker: usize,
        (guide, share): (&Prices, f64),
        prices: &mut Prices,
    ) {
        prices.0.fill(0.0);
        let guided = (share < 1.0).then_some((guide, share));
        for &link in &ground.uses[walker].links {
            let row = ground.links.links[link].row;
            let found = self.best(ground, link, guided);
            prices.0[row] = found.map_or(0.0, |(_, gain, each)| -gain / each);
        }
        for &(row, shared) in &ground.uses[walker].rows {
            let own = if shared {
                -self.unit(ground, row)
            } else {
                guide.0[row]
            };
            prices.0[row] = share * own + (1.0 - share) * guide.0[row];
        }
    }

    /// Takes a walker off.
    pub fn lift(&mut self, ground: &Ground<'_>, walker: usize) -> Option<Path> {
        let path = self.paths[walker].take()?;
        self.cost -= path.cost;
        for &(RowIx(row), by) in &path.uses {
            match ground.links.of_row[row] {
                Some(link) => {
                    let mut left = by;
                    while left > ROUNDING {
                        let Some(each) = self.remove(ground, link) else {
                            break;
                        };
                        left -= each;
                    }
                }
                None => self.shift(ground, row, -by),
            }
        }
        Some(path)
    }

    /// Puts a walker on a path.
    pub fn put(&mut self, ground: &Ground<'_>, path: Path) {
        self.cost += path.cost;
        for &(RowIx(row), by) in &path.uses {
            match ground.links.of_row[row] {
                Some(link) => {
                    let mut left = by;
                    while left > ROUNDING {
                        left -= self.add(ground, link);
                    }
                }
                None => self.shift(ground, row, by),
            }
        }
        let walker = path.walker;
        self.paths[walker] = Some(path);
    }

    /// Moves units inside links while that costs less.
    pub fn settle(&mut self, ground: &Ground<'_>, links: &[usize]) {
        loop {
            let before = self.cost;
            for &link in links {
                let columns = &ground.links.links[link].columns;
                if columns.len() < 2 {
                    continue;
                }
                for &column in columns {
                    if self.counts[column] > 0.5 {
                        self.count(ground, column, -1.0);
                        self.add(ground, link);
                    }
                }
            }
            if self.cost > before - 1.0 + ROUNDING {
                return;
            }
        }
    }

    /// The column of a link whose next unit costs least: which, what it changes the cost by, and what it takes of the link.
    ///
    /// What a guide holds for worth less counts for less: the `share` of what it is worth now, and the rest as the guide has it.
    fn best(
        &mut self,
        ground: &Ground<'_>,
        link: usize,
        guide: Option<(&Prices, f64)>,
    ) -> Option<(usize, f64, f64)> {
        let mut best: Option<(usize, f64, f64)> = None;
        for &column in &ground.links.links[link].columns {
            let side = &ground.problem.columns[column];
            if self.counts[column] + 1.0 > side.upper + ROUNDING {
                continue;
            }
            let mut gain = side.cost;
            for &(cell, way) in &ground.cells.of_column[column] {
                let own = self.gain(ground, cell, way);
                gain += own;
                if let Some((guide, share)) = guide
                    && own < -ROUNDING
                {
                    let held = -ground.cells.cells[cell].worth(way, guide);
                    gain += (1.0 - share) * (own.max(held) - own);
                }
            }
            let each = ground.links.each[column];
            if best.is_none_or(|best| gain / each < best.1 / best.2) {
                best = Some((column, gain, each));
            }
        }
        best
    }

    /// What a unit of a way of a cell changes its cost by.
    fn gain(&mut self, ground: &Ground<'_>, cell: usize, way: usize) -> f64 {
        if self.gains[cell][way].is_nan() {
            let uses = &ground.cells.cells[cell].ways[way];
            self.gains[cell][way] = self.with(ground, cell, uses, 1.0);
        }
        self.gains[cell][way]
    }

    /// What so many units of a way change the cost of a cell by.
    fn with(&mut self, ground: &Ground<'_>, cell: usize, way: &[(usize, f64)], units: f64) -> f64 {
        let sums = &mut self.sums[cell];
        way.iter().for_each(|&(at, by)| sums[at] += by * units);
        let cost = ground.cells.cost(ground.problem, cell, sums);
        way.iter().for_each(|&(at, by)| sums[at] -= by * units);
        cost - self.costs[cell]
    }

    /// What one unit more in a row changes the cost by.
    fn unit(&mut self, ground: &Ground<'_>, row: usize) -> f64 {
        let Some((cell, at)) = ground.cells.of_row[row] else {
            return 0.0;
        };
        self.with(ground, cell, &[(at, 1.0)], 1.0)
    }

    /// One unit more of a link, where it costs least; what it takes of the link.
    fn add(&mut self, ground: &Ground<'_>, link: usize) -> f64 {
        let Some((column, _, each)) = self.best(ground, link, None) else {
            return f64::INFINITY;
        };
        self.count(ground, column, 1.0);
        each
    }

    /// One unit less of a link, where it costs least.
    fn remove(&mut self, ground: &Ground<'_>, link: usize) -> Option<f64> {
        let mut best: Option<(usize, f64)> = None;
        for &column in &ground.links.links[link].columns {
            if self.counts[column] < 0.5 {
                continue;
            }
            let mut loss = -ground.problem.columns[column].cost;
            for &(cell, way) in &ground.cells.of_column[column] {
                let ways = &ground.cells.cells[cell].ways[way];
                loss += self.with(ground, cell, ways, -1.0);
            }
            if best.is_none_or(|best| loss < best.1) {
                best = Some((column, loss));
            }
        }
        let (column, _) = best?;
        self.count(ground, column, -1.0);
        Some(ground.links.each[column])
    }

    fn count(&mut self, ground: &Ground<'_>, column: usize, units: f64) {
        self.counts[column] += units;
        self.cost += ground.problem.columns[column].cost * units;
        for &(cell, way) in &ground.cells.of_column[column] {
            for &(at, by) in &ground.cells.cells[cell].ways[way] {
                self.sums[cell][at] += by * units;
            }
            self.look_again(ground, cell);
        }
    }

    fn shift(&mut self, ground: &Ground<'_>, row: usize, by: f64) {
        if let Some((cell, at)) = ground.cells.of_row[row] {
            self.sums[cell][at] += by;
            self.look_again(ground, cell);
        }
    }

    fn look_again(&mut self, ground: &Ground<'_>, cell: usize) {
        let cost = ground.cells.cost(ground.problem, cell, &self.sums[cell]);
        self.cost += cost - self.costs[cell];
        self.costs[cell] = cost;
        self.gains[cell].fill(f64::NAN);
    }
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::super::pricer::Pricer;
    use super::super::sample;
    use super::{Ground, Path, Prices, Tableau};

    /// Walkers are lifted off and put on paths at random prices; what the tableau says it costs is what the solution costs.
    #[test]
    fn the_cost_kept_on_the_way_is_the_cost_of_the_solution() {
        let mut whole = 0;
        for seed in 0..20 {
            let problem = sample::with_links(seed);
            let mut pricer = Pricer::of(&problem);
            let ground = Ground::of(&problem, &pricer.keeps);
            assert!(!ground.links.links.is_empty());
            let mut dice = ChaCha8Rng::seed_from_u64(seed);
            let mut tableau = Tableau::empty(&ground);
            for step in 0..80 {
                let walker = step % problem.walkers.len();
                tableau.lift(&ground, walker);
                let mut prices = Prices::none(&problem);
                let share = dice.random_range(0.0..=1.0);
                let guide = problem.rows.iter().map(|_| dice.random_range(-20.0..20.0));
                let guide = Prices(guide.collect());
                tableau.prices(&ground, walker, (&guide, share), &mut prices);
                let taken = pricer.walker(&problem, &prices, walker, |_, _| true).path;
                let path = taken.and_then(|taken| Path::of(&problem, walker, taken));
                tableau.put(&ground, path.expect("there are lawful paths"));
                let links: Vec<usize> = (0..ground.links.links.len()).collect();
                tableau.settle(&ground, &links);
                if let Some(solution) = tableau.solution(&ground) {
                    whole += 1;
                    assert!((solution.cost - tableau.cost).abs() < 1e-6);
                    let again = Tableau::of(&ground, &solution);
                    assert!((again.cost - tableau.cost).abs() < 1e-6);
                }
            }
        }
        assert!(whole > 1_000, "only {whole} were whole");
    }
}
