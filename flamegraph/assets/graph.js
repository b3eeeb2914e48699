/*
 * The script of a flame graph: details of the frame under the pointer, zoom and
 * search, by pointer and by keyboard.  Each section is a file in
 * flamegraph/assets/; the build joins them.
 *
 * An HTML page may hold several graphs, so elements are looked up inside the
 * <svg> that contains this script.
 *
 * A graph of 100,000 frames must respond to a click at once, and it takes a
 * second to hide, move or color each frame.  A zoom therefore makes the group of
 * all frames transparent, which repaints one layer only, and shows copies of the
 * few frames that remain.  One path colors the many matches that are thinner
 * than a pixel.  The frames are read once, values that are the same are not
 * written again, and all labels are written before any is measured: measuring
 * after each change would lay out the graph each time.
 */
function flamegraph(options) {
	"use strict";

	const ROUNDING = 0.0001; /* x and width are rounded, so their sum is inexact */
	const MARGIN = 3; /* pixels from the left edge of a frame to its label */
	const MANY = 3000; /* frames; changing more than this takes longer than changing their group */
	const ROUND = 4; /* pixels; narrower frames have no straight edge, only rounded corners */
	const TERM = 30; /* characters of the search term that are shown */
	const NOTE = 100, EDGE = 10; /* the room of a note, and left and right of the frames */
	const GAP = 10; /* pixels between the term of a search and each button beside it */
	const QUICK = 500; /* milliseconds of a search in the page; then it goes on in a worker */
	const SLOW = 5000; /* milliseconds until a search is given up */
	const STEPS = 1e8; /* of matching one title, half a second: more are made in a worker only */
	const SHOWN = 0, ANCESTOR = 1, HIDDEN = 2; /* states of a frame */

	const graphs = window.flamegraphs = window.flamegraphs || []; /* all graphs in the page */
	const graph = { svg: null, lastUsed: 0 };
	const lengths = new Map(); /* name -> number of characters -> their width */
	const owners = new Map(); /* the group of a frame, or of its copy -> the frame */
	let svg = null;
	let allFrames = null;
	let copies = null; /* the group of the frames shown while zoomed */
	let marks = null; /* the path over thin matches */
	let whole = {}; /* attributes that the frames' group and `marks` share */
	let zoomed = null; /* the frame zoomed to, or null */
	let searched = null; /* the current search term, or null */
	let current = null; /* the match that the search has come to, or null */
	let pointed = null; /* the group of the frame under the pointer, or null */
	let missed = null; /* the term of a search without a match, while there is no current one */
	let worker = null; /* of the search that is going on, or null */
	let following = false; /* the address, which has the zoom already */
	let ignoreCase = false;

	function byId(id) {
		return svg.querySelector("#" + id);
	}
