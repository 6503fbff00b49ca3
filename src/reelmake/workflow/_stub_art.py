from reelmake.actions.tools import python_tool
from reelmake.documents.action import Action, Command
from reelmake.kernel.digest import digest


def draw_tool():
    return python_tool("draw", "reelmake.workflow._stub_tool", ("resvg-py",))


def assign_colours(ids, declared):
    return {i: declared.get(i) or "#" + digest(i)[:6] for i in ids}


def art_action(shot, *, width, height, chosen, colours, missing):
    from reelmake.render.camera import plate_size

    w, h = plate_size(width, height)
    t = draw_tool()
    c = "#" + digest(shot.location_id)[:6]
    figs = "".join(
        f'<circle cx="{w * (i + 1) / (len(shot.figures) + 1)}" cy="{h / 2}" r="{h / 6}" fill="{colours[f.character_id]}"/>'
        for i, f in enumerate(shot.figures)
    )
    pics = "".join(sorted(a.digest for a in chosen.values()))
    return Action(
        kind="art",
        recipe=1,
        pipeline=(Command(tool=t.name, digest=t.digest, argv=()),),
        texts={
            "plate.svg": f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}"><rect width="{w}" height="{h}" fill="{c}"/>{figs}<!-- {pics} {shot.framing} --></svg>'
        },
        extension="png",
        subject=f"plate of {shot.id}",
    )
