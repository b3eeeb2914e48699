'use strict';
// Templates, JSON and a small expression evaluator; one name is not ASCII.
class Shape {
  constructor(id) { this.id = id; this.points = Array.from({ length: 40 }, (_, i) => ({ x: i * id % 17, y: (i ^ id) % 23 })); }
  area() { return this.points.reduce((a, p, i, all) => { const q = all[(i + 1) % all.length]; return a + p.x * q.y - q.x * p.y; }, 0) / 2; }
}
function größeBerechnen(shapes) {
  let sum = 0;
  for (const s of shapes) for (const p of s.points) sum += Math.sqrt(p.x * p.x + p.y * p.y) + parseFloat(p.x + '.' + p.y);
  return sum + shapes.map((s) => s.area()).sort((a, b) => a - b)[0];
}
function 模板(shapes) {
  return shapes.map((s) => `<g id="${s.id}">${s.points.map((p) => `${p.x},${p.y}`).join(' ')}</g>`).join('\n');
}
const evaluate = (text) => {
  let i = 0;
  const atom = () => { if (text[i] === '(') { i++; const v = sum(); i++; return v; } let n = ''; while (/\d/.test(text[i] || '')) n += text[i++]; return +n; };
  const product = () => { let v = atom(); while (text[i] === '*') { i++; v *= atom(); } return v; };
  const sum = () => { let v = product(); while (text[i] === '+') { i++; v += product(); } return v % 1000003; };
  return sum();
};
function main(rounds) {
  let total = 0;
  for (let k = 0; k < rounds; k++) {
    const shapes = JSON.parse(JSON.stringify(Array.from({ length: 300 }, (_, i) => new Shape(i)))).map((o) => Object.assign(new Shape(o.id), o));
    for (let i = 0; i < 5; i++) total += größeBerechnen(shapes);
    total += 模板(shapes).replace(/(\d+),(\d+)/g, '$2 $1').length;
    for (let i = 0; i < 100; i++) total += evaluate(`(${i}+3)*${k}+((7*${i})+(2*(4+${i})))*5`);
  }
  return total;
}
console.log(main(+process.argv[2] || 60));
