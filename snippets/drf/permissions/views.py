"""Ask for a login everywhere, for a role where it matters, and sometimes for the author alone."""

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from .models import Review, ReviewQuerySet
from .permissions import IsAuthor, MayDelete, MayPublish, MaySetRoles
from .roles import set_role
from .serializers import ReviewSerializer, RoleSerializer


class HomeView(APIView):
    permission_classes = [AllowAny]

    def get(self, request: Request) -> Response:
        return Response({"name": "Reading list"})


class StatisticsView(APIView):
    """Nobody said here who may come in; the settings ask for a login nevertheless."""

    def get(self, request: Request) -> Response:
        return Response({"reviews": Review.objects.count()})


class ReviewViewSet(
    mixins.ListModelMixin,
    mixins.CreateModelMixin,
    mixins.RetrieveModelMixin,
    mixins.UpdateModelMixin,
    mixins.DestroyModelMixin,
    GenericViewSet[Review],
):
    serializer_class = ReviewSerializer
    # A row is changed by PATCH; PUT would come with UpdateModelMixin, unasked.
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]

    def get_queryset(self) -> ReviewQuerySet:
        # What is not in here answers 404: that a draft exists is its author's business alone.
        return Review.objects.visible_to(self.request.user).select_related("author")

    def get_permissions(self) -> list[IsAuthenticated | IsAuthor | MayDelete | MayPublish]:
        match self.action:
            case "partial_update":
                return [IsAuthenticated(), IsAuthor()]
            case "destroy":
                return [IsAuthenticated(), MayDelete()]
            case "publish":
                return [IsAuthenticated(), MayPublish()]
        return [IsAuthenticated()]

    def perform_create(self, serializer: BaseSerializer[Review]) -> None:
        serializer.save(author=self.request.user)

    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        review = self.get_object()
        review.published = True
        review.save(update_fields=["published"])
        return Response(self.get_serializer(review).data)


class RoleView(APIView):
    permission_classes = [IsAuthenticated, MaySetRoles]

    def put(self, request: Request, name: str) -> Response:
        user = get_object_or_404(User, username=name)
        serializer = RoleSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        set_role(user, serializer.validated_data["role"])
        return Response({"name": name, "role": serializer.validated_data["role"]})
