// Generics, traits and closures over grids and maps.
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

trait Cell: Copy { fn step(self, sum: u32) -> Self; fn value(self) -> u32; }
#[derive(Clone, Copy)] struct Life(bool);
#[derive(Clone, Copy)] struct Heat(u32);
impl Cell for Life {
    #[inline(never)] fn step(self, sum: u32) -> Self { Life(sum == 3 || (self.0 && sum == 2)) }
    fn value(self) -> u32 { self.0 as u32 }
}
impl Cell for Heat {
    #[inline(never)] fn step(self, sum: u32) -> Self { Heat((self.0 * 8 + sum) / 16) }
    fn value(self) -> u32 { self.0 }
}
struct Grid<T> { w: usize, cells: Vec<T> }
impl<T: Cell> Grid<T> {
    fn new(w: usize, f: impl Fn(usize) -> T) -> Self { Grid { w, cells: (0..w * w).map(f).collect() } }
    #[inline(never)] fn around(&self, i: usize) -> u32 {
        let (n, w) = (self.cells.len(), self.w);
        [1, w - 1, w, w + 1, n - 1, n - w, n - w - 1, n - w + 1].iter().map(|d| self.cells[(i + d) % n].value()).sum()
    }
    #[inline(never)] fn next(&self) -> Self { Grid { w: self.w, cells: self.cells.iter().enumerate().map(|(i, c)| c.step(self.around(i))).collect() } }
    #[inline(never)] fn text(&self) -> String {
        let mut s = String::new();
        for row in self.cells.chunks(self.w) { for c in row { write!(s, "{:>3}", c.value()).unwrap(); } s.push('\n'); }
        s
    }
}
#[inline(never)] fn histogram(text: &str) -> HashMap<String, usize> {
    let mut m = HashMap::new();
    for w in text.split_whitespace() { *m.entry(w.to_string()).or_insert(0) += 1; }
    m
}
#[inline(never)] fn run<T: Cell>(mut g: Grid<T>, rounds: usize, each: &mut dyn FnMut(&Grid<T>)) {
    for _ in 0..rounds { g = g.next(); each(&g); }
}
fn main() {
    let rounds = std::env::args().nth(1).and_then(|s| s.parse().ok()).unwrap_or(40);
    let mut all: BTreeMap<String, usize> = BTreeMap::new();
    run(Grid::new(96, |i| Life(i * 7 % 5 < 2)), rounds, &mut |g| for (k, v) in histogram(&g.text()) { *all.entry(k).or_default() += v; });
    let worker = std::thread::Builder::new().name("heat".into()).spawn(move || {
        let mut lines: Vec<String> = Vec::new();
        run(Grid::new(96, |i| Heat((i * i % 977) as u32)), rounds, &mut |g| {
            lines.extend(g.text().lines().map(str::to_owned));
            lines.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
            lines.truncate(200);
        });
        lines.len()
    }).unwrap();
    println!("{} {}", worker.join().unwrap(), all.len());
}
