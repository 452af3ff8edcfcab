// Parts cut from board or aluminium, as outlines: `outline(name)`, its `thickness(name)`, the sizes a maker
// needs: `dims(name)`, each [x1, y1, x2, y2, distance of the line from the part, words].

function thickness(name) = name == "plate" ? plate_t : name == "spreader" ? spreader.z
    : name == "spacer" ? spacer_t : board_t;

function spacer_l() = single_bolts[0] + single_bolts[1];
function spreader_at() = [for (x = [-1, 1], y = [60, spreader.y / 2 + 22, spreader.y - 15])
    [x * (spreader.x / 2 - 15), spreader_y + y]];
function clamp_at() = [for (b = single_bolts) [0, single_y - single_size.y / 2 + b]];
function fixed_at() = [for (b = single_bolts) [0, single_y + single_size.y / 2 - b]];
function cable_at() = cell == "single" ? [[60, 100]] : [[-55, 60], [55, 60]];

module holes(points, d) for (p = points) translate(p) circle(d = d);

module outline(name) {
    if (name == "plate") difference() {
        translate([0, plate_d / 2]) rounded(plate_w, plate_d, 8);
        if (cell == "single") holes(spreader_at(), 5.5);
        else holes(keeper_at, 5.5);
    }
    else if (name == "spreader") difference() {
        translate([-spreader.x / 2, spreader_y]) square([spreader.x, spreader.y]);
        holes(spreader_at(), 4.2);
        holes(clamp_at(), single_bolt_d + 1);
    }
    else if (name == "spacer") difference() {
        translate([-single_size.x / 2, 0]) square([single_size.x, spacer_l()]);
        holes([for (b = single_bolts) [0, b]], single_bolt_d + 1);
    }
    else if (name == "deck") difference() {
        translate([-width / 2, deck_y]) square([width, depth - deck_y]);
        for (s = [-1, 1]) translate([s * plate_x, 0]) {
            holes(stop_at, 8.5);
            holes(cable_at(), 14);
            if (cell == "single") holes(fixed_at(), single_bolt_d + 1);
            else holes(keeper_at, 14);
        }
    }
    else if (name == "doubler") difference() {  // glued under the deck, where the cell's fixed end twists it
        translate([-doubler().x / 2, beam_y[0] + board_t + 1]) square(doubler());
        holes(fixed_at(), single_bolt_d + 1);
        holes(cable_at(), 14);
    }
    else if (name == "runner")  // seen from the right: y to the right, z up
        polygon([[-tail, 0], [-tail, tail_h()], [-40, tail_h()], [deck_y, beam_h], [depth, beam_h], [depth, 0]]);
    else if (name == "beam") difference() {
        translate([-inner / 2, 0]) square([inner, beam_h]);
        holes([for (x = [-30, 30]) [x, beam_h / 2]], 14);
    }
    else if (name == "spine_rear") square([beam_y[1] - beam_y[0] - board_t, beam_h]);
    else if (name == "spine_front") difference() {
        square([beam_y[2] - beam_y[1] - board_t, beam_h]);
        holes([[25, beam_h / 2]], 14);
    }
}

function doubler() = [160, beam_y[1] - beam_y[0] - board_t - 2];
function tail_h() = min(35, beam_h);
module rounded(w, d, r) offset(r) square([w - 2 * r, d - 2 * r], center = true);

// A rectangle's two sizes, from its corner (x, y).
function sides(x, y, w, h) = [[x, y, x + w, y, -16, str(w)], [x + w, y, x + w, y + h, 16, str(h)]];
// A hole is a line without length; its words are its diameter.
function drilled(points, words) = [for (p = points) [p.x, p.y, p.x, p.y, 0, words]];
function both(points) = [for (s = [-1, 1], p = points) [p.x + s * plate_x, p.y]];
function bolt_hole() = str(single_bolt_d + 1);

function dims(name) =
    name == "plate" ? concat(sides(-plate_w / 2, 0, plate_w, plate_d),
        drilled(cell == "single" ? spreader_at() : keeper_at, "5.5"))
    : name == "spreader" ? concat(sides(-spreader.x / 2, spreader_y, spreader.x, spreader.y),
        drilled(spreader_at(), "M5"), drilled(clamp_at(), bolt_hole()))
    : name == "spacer" ? concat(sides(-single_size.x / 2, 0, single_size.x, spacer_l()),
        drilled([for (b = single_bolts) [0, b]], bolt_hole()))
    : name == "doubler" ? concat(sides(-doubler().x / 2, beam_y[0] + board_t + 1, doubler().x, doubler().y),
        drilled(fixed_at(), bolt_hole()), drilled(cable_at(), "14"))
    : name == "deck" ? concat(sides(-width / 2, deck_y, width, depth - deck_y),
        drilled(both(stop_at), "8.5"), drilled(both(cable_at()), "14"),
        cell == "single" ? drilled(both(fixed_at()), bolt_hole()) : drilled(both(keeper_at), "14"))
    : name == "runner" ? [[-tail, 0, depth, 0, -16, str(tail + depth)], [depth, 0, depth, beam_h, 16, str(beam_h)],
        [-tail, 0, -tail, tail_h(), -16, str(tail_h())], [-tail, tail_h(), -40, tail_h(), 12, str(tail - 40)],
        [deck_y, beam_h, depth, beam_h, 12, str(depth - deck_y)]]
    : name == "beam" ? concat(sides(-inner / 2, 0, inner, beam_h), drilled([for (x = [-30, 30]) [x, beam_h / 2]], "14"))
    : name == "spine_rear" ? sides(0, 0, beam_y[1] - beam_y[0] - board_t, beam_h)
    : concat(sides(0, 0, beam_y[2] - beam_y[1] - board_t, beam_h), drilled([[25, beam_h / 2]], "14"));
